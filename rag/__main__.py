"""`python -m rag`."""

import gc
import sys

from rag.cli import main

if __name__ == "__main__":
    status = main()
    # The process ends here. Without this, Python looks through everything that was imported once more: 0.2 s.
    gc.freeze()
    sys.exit(status)
