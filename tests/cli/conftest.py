import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def shilu(tmp_path):
    """Run the installed command in a folder of its own, 80 columns wide, without colour; gives the finished process."""

    def call(*words, stdin=None, cwd=None, timeout=300, **env):
        command = [str(Path(sys.executable).with_name("shilu")), *map(str, words)]
        surroundings = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"} | env
        return subprocess.run(
            command, input=stdin, cwd=cwd or tmp_path, env=surroundings, capture_output=True, text=True, timeout=timeout, check=False
        )

    return call


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(
        "海岸科技宣布擴廠\n〔記者王小明／高雄報導〕海岸科技董事長林大同今（15）日表示：「新廠將在2027年第三季量產。」\n更多自由時報報導\n別的標題\n",
        encoding="utf-8",
    )
    return path
