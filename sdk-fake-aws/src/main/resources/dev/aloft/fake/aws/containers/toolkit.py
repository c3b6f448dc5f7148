"""Trains as a framework image does: what its training toolkit makes of /opt/ml, and the script.

ALOFT_FAKE_SUBMIT names a local copy of the archive when the job gives an address in S3, and
ALOFT_FAKE_CAPTURE says whether errors of the script go into the failure.
"""

import builtins
import json
import logging
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import threading

BASE = os.environ.get("ALOFT_FAKE_ROOT") or "/opt/ml"
CODE = os.path.join(BASE, "code")
MODEL = os.path.join(BASE, "model")
INPUT = os.path.join(BASE, "input")
CONFIG = os.path.join(INPUT, "config")
OUTPUT = os.path.join(BASE, "output")
FIXED = {
    "sagemaker_program",
    "sagemaker_submit_directory",
    "sagemaker_enable_cloudwatch_metrics",
    "sagemaker_region",
    "sagemaker_container_log_level",
    "sagemaker_job_name",
    "default_user_module_name",
    "_tuning_objective_metric",
    "sagemaker_s3_output",
}
DISTRIBUTED = (
    "sagemaker_mpi_enabled",
    "sagemaker_parameter_server_enabled",
    "sagemaker_distributed_dataparallel_enabled",
    "sagemaker_pytorch_ddp_enabled",
    "sagemaker_pytorch_xla_multi_worker_enabled",
    "sagemaker_multi_worker_mirrored_strategy_enabled",
    "sagemaker_torch_distributed_enabled",
)
PLAIN_NAME = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._+-]*(/[A-Za-z0-9._+-]+)*")
ERRORS = sorted(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)
) + ["Invalid requirement", "ResourceExhaustedError", "OutOfRangeError", "InvalidArgumentError"]

logger = logging.getLogger("sagemaker-training-toolkit")


class Refused(Exception):
    """What the user can mend."""


class Failed(Refused):
    """A program that ended with an error."""

    def __init__(self, kind, command, code, output=""):
        lines = ["%s:" % kind, "ExitCode %s" % code, 'ErrorMessage "%s"' % output]
        if code == 137:
            lines.append('ExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"')
        lines.append('Command "%s"' % " ".join(command))
        super().__init__("\n".join(lines).strip())


def read(name):
    with open(os.path.join(CONFIG, name)) as file:
        return json.load(file)


def decoded(value):
    try:
        return json.loads(value)
    except (ValueError, TypeError):
        return value


def as_variable(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def as_argument(value):
    if value is None:
        return ""
    if isinstance(value, dict):
        return ",".join("%s=%s" % item for item in sorted(value.items()))
    return str(value)


def arguments(hyperparameters):
    found = []
    for name in sorted(hyperparameters):
        found.append(("--" if len(name) > 1 else "-") + name if name else "")
        found.append(as_argument(hyperparameters[name]))
    return found


class Environment:
    """The job, as the toolkit tells a script about it."""

    def __init__(self):
        everything = {k: decoded(v) for k, v in read("hyperparameters.json").items()}
        self.resources = read("resourceconfig.json")
        self.data = read("inputdataconfig.json")
        own = {k: v for k, v in everything.items() if k in FIXED or k.startswith("sagemaker_")}
        self.own = own
        self.hyperparameters = {k: v for k, v in everything.items() if k not in own}
        self.framework = {k: v for k, v in own.items() if k not in FIXED}
        self.host = self.resources["current_host"]
        self.hosts = self.resources["hosts"]
        self.groups = self.resources.get("instance_groups", [])
        self.group = self.resources.get("current_group_name", "homogeneousCluster")
        self.program = os.environ.get("SAGEMAKER_PROGRAM") or own.get("sagemaker_program")
        self.directory = str(own.get("sagemaker_submit_directory", CODE))
        self.level = own.get("sagemaker_container_log_level", logging.INFO)
        self.channels = {name: os.path.join(INPUT, "data", name) for name in self.data}
        distributed = any(self.framework.get(name) for name in DISTRIBUTED)
        self.distributed = self.framework.get(
            "sagemaker_distribution_instance_groups", [self.group] if distributed else []
        )

    def module(self):
        name = str(self.program)
        return name[:-3] if name.endswith(".py") else name

    def shared(self):
        """What is both a variable and a part of SM_TRAINING_ENV."""
        hosts_of_group = [g["hosts"] for g in self.groups if g["instance_group_name"] == self.group]
        return {
            "hosts": self.hosts,
            "network_interface_name": self.resources.get("network_interface_name", "eth0"),
            "user_entry_point": self.program,
            "resource_config": self.resources,
            "input_data_config": self.data,
            "output_data_dir": os.path.join(OUTPUT, "data"),
            "current_host": self.host,
            "current_instance_type": self.resources.get("current_instance_type", "local"),
            "current_instance_group": self.group,
            "current_instance_group_hosts": hosts_of_group[0] if hosts_of_group else [],
            "instance_groups": [g["instance_group_name"] for g in self.groups],
            "instance_groups_dict": {g["instance_group_name"]: g for g in self.groups},
            "distribution_instance_groups": self.distributed,
            "is_hetero": len(self.groups) > 1,
            "module_name": self.module(),
            "log_level": self.level,
            "framework_module": os.environ.get("SAGEMAKER_TRAINING_MODULE"),
            "input_dir": INPUT,
            "input_config_dir": CONFIG,
            "output_dir": OUTPUT,
            "num_cpus": os.cpu_count(),
            "num_gpus": gpus(),
            "num_neurons": 0,
            "model_dir": MODEL,
            "module_dir": self.directory,
            "output_intermediate_dir": os.path.join(OUTPUT, "intermediate"),
        }

    def described(self):
        master = self.distribution_hosts()[0] if self.distribution_hosts() else self.hosts[0]
        described = self.shared()
        described.update(
            additional_framework_parameters=self.framework,
            channel_input_dirs=self.channels,
            distribution_hosts=self.distribution_hosts(),
            hyperparameters=self.hyperparameters,
            is_master=self.host == master,
            is_modelparallel_enabled=os.environ.get("SM_HP_MP_PARAMETERS"),
            is_smddpmprun_installed=False,
            is_smddprun_installed=False,
            job_name=os.environ.get("TRAINING_JOB_NAME"),
            master_hostname=master,
            topology=self.resources.get("topology", []),
        )
        return described

    def distribution_hosts(self):
        if not self.groups:
            return list(self.hosts)
        found = []
        for group in self.groups:
            if group["instance_group_name"] in self.distributed:
                found.extend(group["hosts"])
        return found

    def variables(self):
        variables = self.shared()
        variables.update(
            hps=self.hyperparameters,
            framework_params=self.framework,
            channels=sorted(self.channels),
            training_env=self.described(),
            user_args=arguments(self.hyperparameters),
        )
        if self.resources.get("topology"):
            variables["topology"] = self.resources["topology"]
        variables.update(("channel_" + name, path) for name, path in self.channels.items())
        variables.update(("hp_" + name, value) for name, value in self.hyperparameters.items())
        return {"SM_" + name.upper(): as_variable(value) for name, value in variables.items()}


def gpus():
    try:
        listed = subprocess.check_output(["nvidia-smi", "--list-gpus"]).decode("utf-8")
        return sum(line.startswith("GPU ") for line in listed.split("\n"))
    except (OSError, subprocess.CalledProcessError):
        return 0


def checked(name):
    if not name or name == "None":
        raise Refused(
            "The training entry point name is empty. Set the 'sagemaker_program' hyperparameter "
            "(or ContainerEntrypoint) to the name of the script to run."
        )
    if not PLAIN_NAME.fullmatch(name) or ".." in name.split("/"):
        raise Refused("The training entry point %r is not a plain relative path." % name)
    return name


def fetch(address):
    """Fills the directory of the code, unless it holds some already."""
    os.makedirs(CODE, exist_ok=True)
    if os.listdir(CODE):
        return
    source = os.environ.get("ALOFT_FAKE_SUBMIT") if address.startswith("s3://") else address
    if source is None or not os.path.exists(source):
        raise FileNotFoundError("%s cannot be read" % address)
    if os.path.isdir(source):
        shutil.copytree(source, CODE, dirs_exist_ok=True)
    elif tarfile.is_tarfile(source):
        unpack(source)
    else:
        shutil.copy2(source, CODE)


def unpack(archive):
    with tarfile.open(archive) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(CODE, filter="data")
            return
        for member in files.getmembers():
            target = os.path.realpath(os.path.join(CODE, member.name))
            if target == CODE or target.startswith(CODE + os.sep):
                files.extract(member, CODE)


class Runner:
    """Runs programs in the directory of the code, and keeps what they say of their errors."""

    def __init__(self, capture):
        self.capture = capture

    def run(self, kind, command, environment):
        pipe = subprocess.PIPE if self.capture else None
        process = subprocess.Popen(
            command,
            cwd=CODE,
            env=environment,
            stdout=pipe,
            stderr=pipe,
            preexec_fn=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL),
        )
        notes = []
        copiers = []
        for stream in (process.stdout, process.stderr) if self.capture else ():
            seen = []
            notes.append(seen)
            copiers.append(threading.Thread(target=copy, args=(stream, seen)))
            copiers[-1].start()
        code = process.wait()
        for copier in copiers:
            copier.join()
        if code:
            text = " ".join(" ".join(seen) for seen in notes)
            output = "\n".join(dict.fromkeys(text.split("\n"))).strip()
            raise Failed(kind, command, code if code > 0 else 128 - code, output)


def copy(stream, seen):
    """Copies each line to the log, and keeps those from the first that names an error on."""
    for raw in stream:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        kept = line.strip(" :\n") + "\n"
        if (seen and kept not in seen) or (not seen and any(name in line for name in ERRORS)):
            seen.append(kept)


def environment_for_packages(environment):
    """A Python that packages can be installed for, which the machine's own is not."""
    home = os.path.join(os.environ["ALOFT_FAKE_SCRATCH"], "packages")
    subprocess.check_call(
        [sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", home]
    )
    version = "python%d.%d" % sys.version_info[:2]
    own = os.path.join(home, "lib", version, "site-packages")
    environment["PYTHONPATH"] = own + os.pathsep + environment["PYTHONPATH"]
    return os.path.join(home, "bin", "python")


def command_of(name, python, given):
    if name.endswith(".sh"):
        return shell(name, given)
    if "setup.py" in os.listdir(CODE):
        return [python, "-m", re.sub(r"\.py$", "", name)] + given
    if name.endswith(".py"):
        return [python, name] + given
    return shell(name, given)


def shell(name, given):
    os.chmod(os.path.join(CODE, name), 0o777)
    quoted = " ".join(shlex.quote(part) for part in given)
    return ["/bin/sh", "-c", "./%s %s" % (shlex.quote(name), quoted)]


def work():
    job = Environment()
    name = checked(job.program)
    for switch in DISTRIBUTED:
        if job.framework.get(switch):
            raise Refused("%s: this fake starts scripts without a launcher" % switch)
    fetch(job.directory)
    runner = Runner(os.environ.get("ALOFT_FAKE_CAPTURE") == "true")
    environment = {k: v for k, v in os.environ.items() if k not in PRIVATE}
    environment.update(
        SAGEMAKER_JOB_NAME=as_variable(job.own.get("sagemaker_job_name", "")),
        CURRENT_HOST=job.host,
        SAGEMAKER_REGION=as_variable(
            job.own.get("sagemaker_region", os.environ.get("AWS_REGION", ""))
        ),
        PYTHONPATH=os.pathsep.join(
            [p for p in (os.environ.get("PYTHONPATH"), CODE, *sys.path) if p and p != HERE]
        ),
        PYTHONUNBUFFERED="1",
    )
    python = sys.executable
    package = "setup.py" in os.listdir(CODE) and not name.endswith(".sh")
    requirements = os.path.isfile(os.path.join(CODE, "requirements.txt"))
    if package or (requirements and name.endswith(".py")):
        python = environment_for_packages(environment)
        install = [python, "-m", "pip", "install"] + (["."] if package else [])
        install += ["-r", "requirements.txt"] if requirements else []
        logger.info("Installing %s", "module." if package else "dependencies from requirements.txt")
        kind = "InstallModuleError" if package else "InstallRequirementsError"
        runner.run(kind, install, environment)
    variables = job.variables()
    environment.update(variables)
    command = command_of(name, python, arguments(job.hyperparameters))
    logger.info("Invoking user script\n\nTraining Env:\n\n%s", json.dumps(job.described(), indent=4))
    logger.info(
        "Environment variables:\n\n%s\n\nInvoking script with the following command:\n\n%s\n\n",
        "\n".join("%s=%s" % item for item in sorted(variables.items())),
        " ".join(command),
    )
    runner.run("ExecuteUserScriptError", command, environment)


PRIVATE = ("ALOFT_FAKE_SUBMIT", "ALOFT_FAKE_CAPTURE", "ALOFT_FAKE_SCRATCH")
HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, text):
    path = os.path.join(OUTPUT, name)
    if not os.path.exists(path):
        os.makedirs(OUTPUT, exist_ok=True)
        with open(path, "w") as file:
            file.write(text)


def main():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the first process of a container has no default
    logging.basicConfig(
        format="%(asctime)s %(name)s %(levelname)-8s %(message)s",
        level=logging.INFO,
        stream=sys.stdout,
    )
    try:
        work()
    except Exception as problem:
        text = str(problem)
        if not isinstance(problem, Refused):
            text = "Framework Error: \n%s: %s" % (type(problem).__name__, problem)
        write("failure", text)
        logger.error("Reporting training FAILURE")
        logger.error(text)
        return getattr(problem, "errno", None) or 1
    logger.info("Reporting training SUCCESS")
    write("success", "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
