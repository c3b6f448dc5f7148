"""AWS's Python SDK registers and deploys, asks, updates, and takes everything away again."""
import os
import unittest

import sagemaker
from botocore.exceptions import ClientError
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.serverless import ServerlessInferenceConfig
from sagemaker.pytorch import PyTorchModel
from sagemaker.sklearn import SKLearn, SKLearnModel

from cloud import ROLE, accuracy, as_csv, bucket, name, numbers, put_tumours, tumours
from cloud import sagemaker as control

SCRIPTS = os.path.join(os.environ["FAKE_SCRIPTS"], "scripts")


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = bucket()
        put_tumours(cls.bucket)
        cls.session = sagemaker.Session(default_bucket=cls.bucket)
        cls.train = TrainingInput(f"s3://{cls.bucket}/data/train/", content_type="text/csv")
        cls.held_out = tumours()[1]
        cls.questions = as_csv([row[1:] for row in cls.held_out])
        cls.estimator = Estimator(
            sagemaker.image_uris.retrieve("xgboost", cls.session.boto_region_name, "1.7-1"),
            ROLE,
            instance_count=1,
            instance_type="ml.m5.xlarge",
            output_path=f"s3://{cls.bucket}/out",
            hyperparameters={"objective": "binary:logistic", "num_round": 20},
            sagemaker_session=cls.session,
        )
        cls.estimator.fit({"train": cls.train}, logs="None")

    def assert_right(self, predictor):
        scores = predictor.predict(self.questions)
        text = scores if isinstance(scores, str) else as_csv([map(float, r) for r in scores])
        self.assertGreater(accuracy(numbers(text), self.held_out), 0.9)

    def test_an_endpoint_from_first_to_last(self):
        predictor = self.estimator.deploy(
            initial_instance_count=1,
            instance_type="ml.m5.large",
            endpoint_name=name("scores"),
            serializer=CSVSerializer(),
            deserializer=CSVDeserializer(),
        )
        self.assert_right(predictor)
        rows = predictor.predict([row[1:] for row in self.held_out[:3]])
        self.assertEqual(len([cell for row in rows for cell in row]), 3)

        predictor.update_endpoint(initial_instance_count=2, instance_type="ml.m5.xlarge")
        described = control.describe_endpoint(EndpointName=predictor.endpoint_name)
        self.assertEqual(described["ProductionVariants"][0]["CurrentInstanceCount"], 2)
        self.assert_right(predictor)

        with self.assertRaises(ClientError) as refusal:
            predictor.predict("1,2,words", initial_args={"ContentType": "text/csv"})
        self.assertEqual(refusal.exception.response["Error"]["Code"], "ModelError")

        predictor.delete_model()
        predictor.delete_endpoint()
        control.get_waiter("endpoint_deleted").wait(EndpointName=predictor.endpoint_name)

    def test_a_serverless_endpoint(self):
        predictor = self.estimator.deploy(
            serverless_inference_config=ServerlessInferenceConfig(
                memory_size_in_mb=2048, max_concurrency=5
            ),
            endpoint_name=name("serverless"),
            serializer=CSVSerializer(),
            deserializer=CSVDeserializer(),
        )
        self.assert_right(predictor)
        predictor.delete_model()
        predictor.delete_endpoint()

    def test_a_registered_model(self):
        group = name("group")
        package = self.estimator.register(
            content_types=["text/csv"],
            response_types=["text/csv"],
            inference_instances=["ml.m5.large"],
            transform_instances=["ml.m5.large"],
            model_package_group_name=group,
            approval_status="PendingManualApproval",
        )
        package.update_approval_status("Approved")
        described = control.describe_model_package(ModelPackageName=package.model_package_arn)
        self.assertEqual(described["ModelApprovalStatus"], "Approved")
        endpoint = name("registered")
        package.deploy(1, "ml.m5.large", endpoint_name=endpoint)
        predictor = Predictor(
            endpoint, self.session, serializer=CSVSerializer(), deserializer=CSVDeserializer()
        )
        self.assert_right(predictor)
        predictor.delete_model()
        predictor.delete_endpoint()
        self.session.sagemaker_client.delete_model_package(
            ModelPackageName=package.model_package_arn
        )
        control.delete_model_package_group(ModelPackageGroupName=group)

    def trained_script(self):
        estimator = SKLearn(
            entry_point="train.py",
            source_dir=os.path.join(SCRIPTS, "good"),
            role=ROLE,
            instance_type="ml.m5.xlarge",
            framework_version="1.2-1",
            output_path=f"s3://{self.bucket}/out",
            hyperparameters={"epochs": 1, "rate": 0.5, "title": "x", "loud": False},
            environment={"LEVEL": "info"},
            sagemaker_session=self.session,
        )
        estimator.fit({"train": self.train}, logs="None")
        return estimator.model_data

    def serve_script(self, model_class, **more):
        predictor = model_class(
            model_data=self.trained_script(),
            role=ROLE,
            entry_point="inference.py",
            source_dir=os.path.join(SCRIPTS, "serving"),
            sagemaker_session=self.session,
            **more,
        ).deploy(
            1,
            "ml.m5.large",
            endpoint_name=name("script"),
            serializer=CSVSerializer(),
            deserializer=JSONDeserializer(),
        )
        scores = predictor.predict(self.questions)
        self.assertGreater(accuracy(scores, self.held_out), 0.8)
        with self.assertRaises(ClientError) as refusal:
            predictor.predict("{}", initial_args={"ContentType": "application/json"})
        self.assertEqual(refusal.exception.response["Error"]["Code"], "ModelError")
        predictor.delete_model()
        predictor.delete_endpoint()

    def test_a_script_that_serves_in_the_image_of_scikit_learn(self):
        self.serve_script(SKLearnModel, framework_version="1.2-1")

    def test_a_script_that_serves_in_the_image_of_pytorch(self):
        self.serve_script(PyTorchModel, framework_version="2.5.1", py_version="py311")


if __name__ == "__main__":
    unittest.main()
