"""Counts the rows of a file in a bucket, and keeps a model of one leaf that says how many."""
import argparse
import json
import os
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--rows", required=True)
parser.add_argument("--note", default="")
parser.add_argument("--fail", action="store_true")
arguments = parser.parse_args()


def mounted(address):
    return address.replace("gs://", "/gcs/", 1)


with open(mounted(arguments.rows)) as file:
    rows = len(file.readlines())
print(f"rows: {rows}, note: {arguments.note}, job: {os.environ['CLOUD_ML_JOB_ID']}", flush=True)
print("a warning", file=sys.stderr, flush=True)
if arguments.fail:
    raise ValueError("the rows are not what was hoped for")
target = mounted(os.environ["AIP_MODEL_DIR"])
os.makedirs(target, exist_ok=True)
with open(os.path.join(target, "rows.json"), "w") as file:
    json.dump({"rows": rows, "team": os.environ.get("TEAM")}, file)
