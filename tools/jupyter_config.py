"""The settings of the JupyterLab that ``python -m course_utils lab`` starts."""

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import stored  # tools/stored.py

config = get_config()  # noqa: F821 - Jupyter reads this file and gives it the name
config.ServerApp.root_dir = "."
config.Application.log_level = "ERROR"  # quiet but for errors and the address
config.KernelManager.transport_encryption = "auto"  # else each kernel warns that its traffic can be read
warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")  # it is set once, and read twice
config.ContentsManager.pre_save_hook = stored.on_save
