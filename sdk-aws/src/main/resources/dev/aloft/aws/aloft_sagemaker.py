def _of_sagemaker(static):
    """Completes Aloft's settings by what SageMaker says in the container; gives their file."""
    import json
    import os
    import sys
    import tempfile

    base = "/opt/ml/input/"
    with open(base + "config/resourceconfig.json", encoding="utf-8") as file:
        resources = json.load(file)
    hosts = resources.get("hosts") or ["algo-1"]
    inputs = {}
    for name, last in json.loads(static)["files"].items():
        directory = base + "data/" + name
        one = os.path.join(directory, last) if last else directory
        inputs[name] = one if os.path.isfile(one) else directory
    found = {
        "hosts": hosts,
        "rank": hosts.index(resources.get("current_host", hosts[0])),
        "inputs": inputs,
        "run": os.environ.get("TRAINING_JOB_NAME", ""),
        "runId": os.environ.get("ALOFT_RUN_ID", ""),
    }
    settings = os.path.join(tempfile.mkdtemp("-aloft"), "bootstrap.json")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(static.rstrip()[:-1] + "," + json.dumps(found)[1:])
    sys.argv[1:] = [settings]


