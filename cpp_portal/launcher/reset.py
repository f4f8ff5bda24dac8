"""Back to a checkout that was never run: its databases, queue and letters are removed; the environment stays."""

import shutil

from cpp_portal.launcher import running
from cpp_portal.launcher.places import STATE
from cpp_portal.launcher.postgres import remove_clusters


def everything_kept() -> None:
    with running.only_one():
        remove_clusters()
        for path in STATE.iterdir():
            if path.is_dir() and path.name != "node":
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()
    print("The databases of this checkout are gone. The next start tells the demo afresh.")
