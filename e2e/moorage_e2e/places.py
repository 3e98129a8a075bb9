"""Where things are in the source tree."""

import pathlib

E2E = pathlib.Path(__file__).resolve().parent.parent
SOURCE = E2E.parent
BUILT = SOURCE / "distribution" / "target"  # Where Maven makes the package, its image and its bill of materials.
PACKAGE = BUILT / "moorage"
BOM = BUILT / "bom.json"
MAVEN = SOURCE / "mvnw"
CLIENTS = E2E / "clients.sh"
