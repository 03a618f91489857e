"""Installed from a wheel, Steadyplate finds its tables without the repository."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Runs without the site module, so that an editable install of the repository stays out of sight.
LOAD_TABLES = """
import sys
unpacked, *installed = sys.argv[1:]
sys.path[:0] = [unpacked]
sys.path += installed

import planner
from planner.tables.catalogue import load_catalogue

assert planner.__file__.startswith(unpacked), planner.__file__
catalogue = load_catalogue()
print(len(catalogue.foods))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_package_and_every_table_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tables = {f"planner/data/{path.name}" for path in (ROOT / "data").glob("*.csv")}
    assert tables
    fonts = {f"planner/exports/fonts/{path.name}" for path in (ROOT / "planner" / "exports" / "fonts").iterdir()}
    assert "planner/exports/fonts/LICENSE_DEJAVU" in fonts
    assert {name for name in names if not name.endswith((".py", "/py.typed", ".css", ".svg"))} == tables | fonts
    assert all(name.startswith("planner/") for name in names)


def test_the_wheel_installs_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "planner = planner.cli:main" in archive.read(entry).decode()


def test_an_unpacked_wheel_loads_its_own_tables(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    installed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    load = [sys.executable, "-I", "-S", "-c", LOAD_TABLES, str(unpacked), *sorted(installed)]
    done = subprocess.run(load, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
