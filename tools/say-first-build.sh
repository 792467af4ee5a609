#!/bin/sh
# Says that a first build takes long, so that nobody believes that it hangs.
if [ ! -e "$CARGO_TARGET_DIR/debug/uketsuke" ]; then
    echo "The first build takes 15 to 25 minutes on two cores (Bevy, into $CARGO_TARGET_DIR); later ones take seconds."
fi
