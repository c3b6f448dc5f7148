"""What the life cycles share: clients of the fake, and names."""
import json
import os
import uuid

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import logging, storage
from google.oauth2 import service_account

HTTP = os.environ["STORAGE_EMULATOR_HOST"]
PROJECT = os.environ["GOOGLE_CLOUD_PROJECT"]
LOCATION = os.environ["FAKE_LOCATION"]

buckets = storage.Client()


def name(kind):
    return f"{kind}-{uuid.uuid4().hex[:10]}"


def bucket():
    return buckets.create_bucket(name("team-bucket"), location=LOCATION)


def logs():
    return logging.Client(
        project=PROJECT,
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": HTTP},
    )


def log_entries(filter_):
    return list(logs().list_entries(filter_=filter_, order_by=logging.ASCENDING))


def account():
    """A service account with a key of its own, whose tokens the fake gives."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    info = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": f"trainer@{PROJECT}.iam.gserviceaccount.com",
        "token_uri": HTTP + "/token",
    }
    return service_account.Credentials.from_service_account_info(
        json.loads(json.dumps(info)),
        scopes=["https://www.googleapis.com/auth/cloud-platform"],
    )


__all__ = ["HTTP", "LOCATION", "PROJECT", "account", "bucket", "buckets", "exceptions", "name"]
