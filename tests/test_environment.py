"""What ``python -m course_utils`` says of the environment."""

import subprocess
import sys

from course_utils import environment


def in_a_fresh_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_the_environment_report_finds_everything_here(capsys):
    assert environment.environment_report() is True
    assert "[FAIL]" not in capsys.readouterr().out


def test_a_brief_report_is_one_line_when_everything_is_here(capsys, monkeypatch):
    monkeypatch.setattr(environment, "installed_version", lambda package: "1.0")
    assert environment.environment_report(brief=True) is True
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("[OK]") and line.endswith("everything is here")


def test_a_brief_report_names_only_what_is_missing(capsys, monkeypatch):
    monkeypatch.setattr(environment, "required_packages", lambda: ["numpy", "no-such-package"])
    assert environment.environment_report(brief=True) is False
    out = capsys.readouterr().out
    assert "[FAIL] no-such-package missing: run  make lab" in out
    assert "[OK]" not in out


def test_the_package_run_as_a_program_prints_the_report():
    run = in_a_fresh_process("import runpy; runpy.run_module('course_utils', run_name='__main__')")
    assert "[OK]   film reviews" in run.stdout


def test_the_environment_report_says_what_to_do_about_a_missing_package(capsys, monkeypatch):
    monkeypatch.setattr(environment, "installed_version", lambda package: "missing")
    assert environment.environment_report() is False
    out = capsys.readouterr().out
    assert "[FAIL] tensorflow missing: run  make lab" in out


def test_without_jupyterlab_the_environment_is_complete_but_the_report_says_so(capsys, monkeypatch):
    version = environment.installed_version
    monkeypatch.setattr(
        environment, "installed_version", lambda name: "missing" if name == "jupyterlab" else version(name)
    )
    assert environment.environment_report() is True
    assert "[NOTE] jupyterlab missing: another program" in capsys.readouterr().out


def test_the_environment_report_in_a_clone_without_installation_says_that_it_is_missing():
    run = in_a_fresh_process(
        "import importlib.metadata as metadata\n"
        "def missing(name): raise metadata.PackageNotFoundError(name)\n"
        "metadata.requires = metadata.version = missing\n"
        "from course_utils.environment import environment_report\n"
        "assert not environment_report()"
    )
    assert "[FAIL] course-utils missing: run  make lab" in run.stdout


def test_the_package_run_as_a_program_exits_with_1_when_something_is_missing():
    code = (
        "import runpy; from course_utils import environment\n"
        "environment.installed_version = lambda name: 'missing'\n"
        "runpy.run_module('course_utils', run_name='__main__')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr == ""
