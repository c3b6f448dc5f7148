"""Fails like a user's program does."""

import sys
import traceback


def main():
    print("about to fail")
    try:
        raise ValueError("the column shoe_size is not there")
    except ValueError:
        traceback.print_exc()
        sys.exit(3)


if __name__ == "__main__":
    main()
