"""Leaves a model that is there already."""
import argparse
import os
import shutil

parser = argparse.ArgumentParser()
parser.add_argument("--source", required=True)
arguments = parser.parse_args()
target = os.environ["AIP_MODEL_DIR"].replace("gs://", "/gcs/", 1)
os.makedirs(target, exist_ok=True)
shutil.copy(arguments.source.replace("gs://", "/gcs/", 1), os.path.join(target, "model.bst"))
