"""AWS's Python SDK trains: the built-in algorithm, scripts in framework images, and form B."""
import contextlib
import io
import json
import os
import unittest

import sagemaker
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.inputs import TrainingInput
from sagemaker.modules import Session as ModulesSession
from sagemaker.modules.configs import Compute, InputData, OutputDataConfig, SourceCode
from sagemaker.modules.train import ModelTrainer
from sagemaker.pytorch import PyTorch
from sagemaker.sklearn import SKLearn
from sagemaker.xgboost import XGBoost

from cloud import ROLE, archive, bucket, name, put_tumours, tumours

SCRIPTS = os.path.join(os.environ["FAKE_SCRIPTS"], "scripts")
HYPERPARAMETERS = {"epochs": 2, "rate": 0.5, "title": "a b", "loud": True}


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = bucket()
        put_tumours(cls.bucket)
        cls.session = sagemaker.Session(default_bucket=cls.bucket)
        cls.train = TrainingInput(f"s3://{cls.bucket}/data/train/", content_type="text/csv")
        cls.validation = TrainingInput(
            f"s3://{cls.bucket}/data/validation/", content_type="text/csv"
        )

    def test_the_built_in_algorithm(self):
        estimator = Estimator(
            sagemaker.image_uris.retrieve("xgboost", self.session.boto_region_name, "1.7-1"),
            ROLE,
            instance_count=1,
            instance_type="ml.m5.xlarge",
            output_path=f"s3://{self.bucket}/out",
            hyperparameters={"objective": "binary:logistic", "num_round": 20},
            sagemaker_session=self.session,
            tags=[{"Key": "team", "Value": "risk"}],
        )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            estimator.fit({"train": self.train, "validation": self.validation}, logs="All")
        text = printed.getvalue()
        self.assertIn("validation-logloss", text)
        self.assertIn("Training seconds:", text)
        self.assertIn("Billable seconds:", text)
        self.assertEqual(list(archive(estimator.model_data)), ["xgboost-model"])

        attached = Estimator.attach(estimator.latest_training_job.name, self.session)
        self.assertEqual(attached.model_data, estimator.model_data)
        self.assertEqual(attached.hyperparameters()["num_round"], "20")
        self.assertEqual(attached.tags, [{"Key": "team", "Value": "risk"}])

        metrics = sagemaker.analytics.TrainingJobAnalytics(
            estimator.latest_training_job.name, sagemaker_session=self.session
        ).dataframe()
        self.assertIn("validation:logloss", set(metrics["metric_name"]))

    def script(self, estimator_class, **more):
        estimator = estimator_class(
            entry_point="train.py",
            source_dir=os.path.join(SCRIPTS, "good"),
            role=ROLE,
            instance_count=1,
            instance_type="ml.m5.xlarge",
            output_path=f"s3://{self.bucket}/out",
            hyperparameters=dict(HYPERPARAMETERS),
            environment={"LEVEL": "debug"},
            metric_definitions=[{"Name": "accuracy", "Regex": "accuracy=([0-9.]+)"}],
            sagemaker_session=self.session,
            **more,
        )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            estimator.fit({"train": self.train}, logs="All")
        job = estimator.latest_training_job
        self.assertIn("epoch=1 accuracy=", printed.getvalue())
        cut = json.loads(archive(estimator.model_data)["cut.json"])["cut"]
        held_out = tumours()[1]
        right = sum((row[1] < cut) == (row[0] == 1) for row in held_out) / len(held_out)
        self.assertGreater(right, 0.8)
        described = job.describe()
        metric = described["FinalMetricDataList"][0]
        self.assertEqual(metric["MetricName"], "accuracy")
        self.assertGreater(metric["Value"], 0.8)
        seen = json.loads(
            archive(f"s3://{self.bucket}/out/{job.name}/output/output.tar.gz")["seen.json"]
        )
        self.assertEqual(seen["arguments"]["title"], "a b")
        self.assertEqual(seen["arguments"]["loud"], "True")
        self.assertEqual(seen["hyperparameters"]["loud"], True)
        self.assertEqual(seen["hyperparameters"]["rate"], 0.5)
        self.assertEqual(seen["channels"], ["train"])
        self.assertEqual(seen["hosts"], ["algo-1"])
        self.assertEqual(seen["host"], "algo-1")
        self.assertEqual(seen["job"], job.name)
        self.assertEqual(seen["level"], "debug")
        self.assertEqual(seen["rows"], len(tumours()[0]))

    def test_a_script_in_the_image_of_scikit_learn(self):
        self.script(SKLearn, framework_version="1.2-1", py_version="py3")

    def test_a_script_in_the_image_of_xgboost(self):
        self.script(XGBoost, framework_version="1.7-1")

    def test_a_script_in_the_image_of_pytorch(self):
        self.script(PyTorch, framework_version="2.5.1", py_version="py311")

    def test_a_script_that_fails(self):
        estimator = SKLearn(
            entry_point="train.py",
            source_dir=os.path.join(SCRIPTS, "failing"),
            role=ROLE,
            instance_type="ml.m5.xlarge",
            framework_version="1.2-1",
            output_path=f"s3://{self.bucket}/out",
            sagemaker_session=self.session,
        )
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), self.assertRaises(
            UnexpectedStatusException
        ) as failure:
            estimator.fit({"train": self.train}, logs="All")
        self.assertIn("about to fail", printed.getvalue())
        self.assertEqual(failure.exception.actual_status, "Failed")
        self.assertIn("AlgorithmError", str(failure.exception))
        self.assertIn("the column 'width' is missing", str(failure.exception))

    def test_form_b(self):
        trainer = self.trainer("form-b", "good")
        trainer.train(
            input_data_config=[
                InputData(channel_name="train", data_source=f"s3://{self.bucket}/data/train/")
            ],
            logs=False,
        )
        job = trainer._latest_training_job
        self.assertEqual(job.training_job_status, "Completed")
        url = f"s3://{self.bucket}/out/{job.training_job_name}/output/model.tar.gz"
        self.assertIn("cut.json", archive(url))
        with self.assertRaises(Exception) as failure:
            self.trainer("form-b-fails", "failing").train(logs=False)
        self.assertIn("AlgorithmError", str(failure.exception))

    def trainer(self, base, folder):
        return ModelTrainer(
            training_image="763104351884.dkr.ecr.us-east-1.amazonaws.com/"
            "pytorch-training:2.5.1-cpu-py311",
            source_code=SourceCode(
                source_dir=os.path.join(SCRIPTS, folder), entry_script="train.py"
            ),
            compute=Compute(instance_type="ml.m5.xlarge", instance_count=1),
            output_data_config=OutputDataConfig(s3_output_path=f"s3://{self.bucket}/out"),
            hyperparameters=dict(HYPERPARAMETERS),
            environment={"LEVEL": "debug"},
            base_job_name=name(base),
            role=ROLE,
            sagemaker_session=ModulesSession(default_bucket=self.bucket),
        )


if __name__ == "__main__":
    unittest.main()
