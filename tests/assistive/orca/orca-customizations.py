"""Orca loads this from its -u folder. Speech goes to orca_saylog (beside this) instead of to speech-dispatcher."""
import os
import orca.debug
import orca.settings as s

if orca.debug.debugFile:  # else it comes in blocks of 8 KiB, the last of which a kill loses
    orca.debug.debugFile.reconfigure(line_buffering=True)

s.speechServerFactory = "orca_saylog"
s.speechFactoryModules = ["orca_saylog"]
s.enableSpeech = True
s.enableBraille = s.enableBrailleMonitor = s.enableSound = False
s.enableMouseReview = False
s.orcaModifierKeys = ["Insert", "KP_Insert"]  # no xmodmap/xkbcomp games with Caps Lock

if os.environ.get("SAYLOG_ANNOUNCE", "1") == "1":
    # Orca 43 (Debian 12) knows no object:announcement, which is how AccessKit reports live regions. Orca 45 and later
    # say it with presentMessage. This adds the same to 43, so that the tests see what a current Orca would say.
    from orca.scripts import default as d
    if not hasattr(d.Script, "onAnnouncement"):
        def on_announcement(self, event):
            if isinstance(event.any_data, str):
                self.presentMessage(event.any_data)
        listeners = d.Script.getListeners
        def with_announcement(self):
            r = listeners(self)
            r["object:announcement"] = self.onAnnouncement
            return r
        d.Script.onAnnouncement, d.Script.getListeners = on_announcement, with_announcement
