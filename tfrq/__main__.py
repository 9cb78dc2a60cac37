"""`python -m tfrq` is `tfrq`."""

import sys

from tfrq.cli import main

if __name__ == "__main__":
    sys.exit(main())
