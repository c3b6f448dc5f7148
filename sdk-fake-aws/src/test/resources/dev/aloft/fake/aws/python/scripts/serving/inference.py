"""Serves what train.py has learnt."""
import json
import os


def model_fn(model_dir):
    with open(os.path.join(model_dir, "cut.json")) as file:
        return json.load(file)["cut"]


def input_fn(body, content_type):
    if content_type != "text/csv":
        raise ValueError("not served: " + content_type)
    text = body.decode() if isinstance(body, bytes) else body
    return [[float(cell) for cell in line.split(",")] for line in text.splitlines() if line]


def predict_fn(rows, cut):
    return [1.0 if row[0] < cut else 0.0 for row in rows]


def output_fn(scores, accept):
    return json.dumps(scores), "application/json"
