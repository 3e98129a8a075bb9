"""python3 -m moorage_e2e NAME… [options]"""

from moorage_e2e.cli import main

main()
