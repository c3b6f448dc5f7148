"""Lets a client's pauses pass as fast as the cloud's time does: FAKE_SPEED times."""
import os
import time

_sleep = time.sleep
_speed = float(os.environ.get("FAKE_SPEED", "1"))


def sleep(seconds):
    _sleep(seconds / _speed)


time.sleep = sleep
