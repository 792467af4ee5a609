"""A speech server for Orca 43 that says nothing: each utterance becomes a JSON line in $SAYLOG."""
import json, os, time
from orca import speechserver

class SpeechServer(speechserver.SpeechServer):
    _the = None

    def __init__(self):
        super().__init__()
        self._log = open(os.environ["SAYLOG"], "a", encoding="utf-8", buffering=1)

    def _put(self, kind, text, interrupt=False):
        self._log.write(json.dumps({"t": round(time.time(), 3), "kind": kind, "text": text,
                                    "interrupt": bool(interrupt)}, ensure_ascii=False) + "\n")

    @staticmethod
    def getFactoryName():
        return "say log"

    @staticmethod
    def getSpeechServer(info=None):
        if SpeechServer._the is None:
            SpeechServer._the = SpeechServer()
        return SpeechServer._the

    @staticmethod
    def getSpeechServers():
        return [SpeechServer.getSpeechServer()]

    @staticmethod
    def shutdownActiveServers():
        SpeechServer._the = None

    def getInfo(self):
        return ["say log", "saylog"]

    def speak(self, text=None, acss=None, interrupt=True):
        if text:
            self._put("speak", text, interrupt)

    def speakCharacter(self, character, acss=None):
        self._put("character", character)

    def speakKeyEvent(self, event, acss=None):
        self._put("key", event.getKeyName())

    def sayAll(self, utteranceIterator, progressCallback):
        for context, acss in utteranceIterator:
            self._put("say all", context.utterance)

    def stop(self):
        pass

    def shutdown(self):
        SpeechServer._the = None
