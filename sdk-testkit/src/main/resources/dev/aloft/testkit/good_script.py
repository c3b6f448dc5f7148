"""Writes a model, a metric and what it was given."""

import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    with open(os.environ["ALOFT_HYPERPARAMETERS"], encoding="utf-8") as file:
        print("hyperparameters", json.dumps(json.load(file), sort_keys=True))
    print("arguments", json.dumps(sys.argv[1:]))
    print("input", os.path.exists(os.environ["ALOFT_INPUT_TRAIN"]))
    with open(os.environ["ALOFT_METRICS"], "a", encoding="utf-8") as file:
        for step in range(3):
            file.write(json.dumps({"name": "auc", "value": 0.7 + step / 10, "step": step}) + "\n")
    shutil.copy(os.path.join(HERE, "model.json"), os.environ["ALOFT_MODEL_DIR"])


if __name__ == "__main__":
    main()
