"""Learns where to cut one column, with nothing but the standard library."""
import argparse
import csv
import json
import os
import pathlib

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, required=True)
parser.add_argument("--rate", type=float, required=True)
parser.add_argument("--title", required=True)
parser.add_argument("--loud", required=True)
parser.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
arguments = parser.parse_args()

files = sorted(pathlib.Path(arguments.train).glob("*.csv"))
rows = [[float(cell) for cell in row] for file in files for row in csv.reader(file.open())]
low, high = min(row[1] for row in rows), max(row[1] for row in rows)
steps = [low + (high - low) * step / 100 for step in range(101)]


def accuracy(cut):
    return sum((row[1] < cut) == (row[0] == 1) for row in rows) / len(rows)


for epoch in range(arguments.epochs):
    best = max(steps, key=accuracy)
    print(f"epoch={epoch} accuracy={accuracy(best):.4f}", flush=True)

pathlib.Path(arguments.model_dir, "cut.json").write_text(json.dumps({"cut": best}))
pathlib.Path(os.environ["SM_OUTPUT_DATA_DIR"], "seen.json").write_text(
    json.dumps(
        {
            "arguments": vars(arguments),
            "hyperparameters": json.loads(os.environ["SM_HPS"]),
            "channels": json.loads(os.environ["SM_CHANNELS"]),
            "hosts": json.loads(os.environ["SM_HOSTS"]),
            "host": os.environ["SM_CURRENT_HOST"],
            "job": os.environ["TRAINING_JOB_NAME"],
            "level": os.environ["LEVEL"],
            "rows": len(rows),
        }
    )
)
