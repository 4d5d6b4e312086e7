"""Gives calls of the Azure CLI, one JSON list of arguments a line, to the CLI in this process,
which takes a fraction of a second for each, and prints for each its exit code and its last
words: 1 and "az login" for a call that it understood, 2 for one that it did not. The first line
of the output is the version of the CLI."""

import contextlib
import importlib.util
import io
import json
import pkgutil
import sys

from azure.cli.core import __version__, get_default_cli
from azure.cli.core.profiles import _shared as profiles


def complete(kind, package):
    """Debian packages a CLI that asks its SDK for API versions which the packaged SDK does not
    have. The newest that is there has the same commands."""
    have = sorted(m.name[1:].replace("_", "-") for m in pkgutil.iter_modules(importlib.import_module(package).__path__)
                  if m.name.startswith("v20"))
    there = lambda version: version if version in have or not have else have[-1]
    wanted = profiles.AZURE_API_PROFILES["latest"][kind]
    if isinstance(wanted, str):
        wanted = there(wanted)
    else:
        others = {name: there(version) for name, version in wanted.profile.items() if name is not None}
        wanted = profiles.SDKProfile(there(wanted.default_api_version), others)
    profiles.AZURE_API_PROFILES["latest"][kind] = wanted


complete(profiles.ResourceType.MGMT_COMPUTE, "azure.mgmt.compute")
complete(profiles.ResourceType.MGMT_NETWORK, "azure.mgmt.network")

print(json.dumps(__version__))
said = io.StringIO()  # one for all calls: the CLI keeps the first that it sees
for line in sys.stdin:
    before = len(said.getvalue())
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            code = get_default_cli().invoke(json.loads(line))
        except SystemExit as end:
            code = end.code
    print(json.dumps({"code": code, "said": said.getvalue()[before:][-300:]}))
