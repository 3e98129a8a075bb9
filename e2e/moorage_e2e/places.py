"""Where things are in the source tree."""

import pathlib

E2E = pathlib.Path(__file__).resolve().parent.parent
SOURCE = E2E.parent
PACKAGE = SOURCE / "bootstrap" / "target" / "moorage"
MAVEN = SOURCE / "mvnw"
CLIENTS = E2E / "clients.sh"
