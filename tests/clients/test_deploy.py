"""The examples for operators are what the programs that read them take."""

import configparser
import re
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"
Run = Callable[..., str]
NGINX = """pid {0}/pid; error_log {0}/errors;
events {{}}
http {{
  access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;
  uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
  include {1};
}}
"""


def test_systemd_takes_the_unit(program: Callable[[str], str], run: Run, tmp_path: Path) -> None:
    unit = tmp_path / "glossary.service"
    text = (DEPLOY / "glossary.service").read_text("utf-8")
    assert "ExecStart=/opt/glossary/bin/glossary serve" in text
    unit.write_text(text.replace("/opt/glossary/bin/glossary", "/bin/true"), "utf-8")
    assert run(program("systemd-analyze"), "verify", unit) == ""


def test_nginx_takes_its_part(program: Callable[[str], str], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    file.write_text(NGINX.format(tmp_path, DEPLOY / "nginx.conf"), "utf-8")
    taken = run(program("nginx"), "-T", "-c", file)
    assert "proxy_pass http://glossary;" in taken


def test_kubernetes_takes_its_objects(clients: Path, run: Run) -> None:
    command = (clients / "bin" / "kubernetes-validate", "-k", "1.32", "--strict")
    file = DEPLOY / "kubernetes.yaml"
    taken = run("sh", "-c", '"$@" 2>&1', "sh", *command, file)
    objects = file.read_text("utf-8").count("\nkind: ")
    assert taken.count(" passed for resource ") == objects == 4


def test_compose_names_what_is_there(clients: Path, run: Run) -> None:
    code = (
        "import sys, yaml; made = yaml.safe_load(open(sys.argv[1]))\n"
        "for name, one in made['services'].items(): print(name, *one.get('depends_on', ()), '|',"
        " *(v.split(':')[0] for v in one['volumes']))\n"
        "print(*made['volumes'])"
    )
    *services, volumes = run(
        clients / "bin" / "python", "-c", code, DEPLOY / "compose.yaml"
    ).splitlines()
    names = {line.split()[0] for line in services}
    assert names == {"database", "web-a", "web-b", "proxy"}
    for line in services:
        needed, mounted = line.split(" | ")
        assert set(needed.split()[1:]) <= names
        assert {one for one in mounted.split() if one[0] != "."} <= set(volumes.split())
    sent = (DEPLOY / "compose.yaml").read_text("utf-8")
    for name in re.findall(r"s/(.*?)/server web-.:8000/", sent):
        assert name in (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.mark.parametrize("file", ["Containerfile", "compose.yaml", "kubernetes.yaml"])
def test_settings_and_extras_are_those_of_the_program(file: str) -> None:
    text = (DEPLOY / file).read_text("utf-8")
    known = (CHECKOUT / "docs" / "settings.md").read_text("utf-8")
    for name in set(re.findall(r"GLOSSARY_[A-Z_]+", text)) - {"GLOSSARY_SITE"}:
        assert f"`{name}`" in known
    setup = configparser.ConfigParser()
    setup.read(CHECKOUT / "setup.cfg", "utf-8")
    for extras in re.findall(r"/src\[(.*?)\]", text):
        assert set(extras.split(",")) <= set(setup["options.extras_require"])
