"""The storages that servers run over, as variables of their configuration."""

from __future__ import annotations

import os

S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET = "moorage", "moorage-secret", "moorage"
# The emulator's well-known account.
AZURE_ACCOUNT, AZURE_CONTAINER = "devstoreaccount1", "registry"
AZURE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
REFERENCE = "reference"


def filesystem(folder: str | os.PathLike[str]) -> dict[str, str]:
    return {"REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": os.fspath(folder)}


def s3(port: int, commit: str | None = None) -> dict[str, str]:
    """The bucket of S3Proxy on this port."""
    variables = {
        "REGISTRY_STORAGE": "s3",
        "REGISTRY_STORAGE_S3_BUCKET": S3_BUCKET,
        "REGISTRY_STORAGE_S3_FORCEPATHSTYLE": "true",
        "REGISTRY_STORAGE_S3_REGIONENDPOINT": f"http://127.0.0.1:{port}",
        "REGISTRY_STORAGE_S3_ACCESSKEY": S3_ACCESS_KEY,
        "REGISTRY_STORAGE_S3_SECRETKEY": S3_SECRET_KEY,
    }
    if commit:
        variables |= {"REGISTRY_STORAGE_S3_COMMIT": commit, "REGISTRY_STORAGE_S3_ROOTDIRECTORY": "/referred"}
    return variables


def azure(port: int, commit: str | None = None) -> dict[str, str]:
    """The container of Azurite on this port."""
    variables = {
        "REGISTRY_STORAGE": "azure",
        "REGISTRY_STORAGE_AZURE_CONTAINER": AZURE_CONTAINER,
        "REGISTRY_STORAGE_AZURE_SERVICEURL": f"http://127.0.0.1:{port}/{AZURE_ACCOUNT}",
        "REGISTRY_STORAGE_AZURE_ACCOUNTNAME": AZURE_ACCOUNT,
        "REGISTRY_STORAGE_AZURE_ACCOUNTKEY": AZURE_KEY,
    }
    if commit:
        variables |= {"REGISTRY_STORAGE_AZURE_COMMIT": commit, "REGISTRY_STORAGE_AZURE_ROOTDIRECTORY": "/referred"}
    return variables
