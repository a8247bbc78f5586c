"""从这个文件所在的离线安装包安装 xladdin，由 install.cmd（Windows）或 install.sh（Linux）启动。
Installs xladdin from the offline bundle that this file lies in; install.cmd or install.sh starts it.

install.py               为当前用户安装或修复，不联网，不要管理员权限
                         installs or repairs for this user; no network, no administrator's rights
install.py --uninstall   全部卸载 / takes everything off again
install.py --doctor      检查装好的程序 / looks at what is installed
install.py --into DIR    只把程序装进自己的文件夹，任何系统都行
                         only the program, into a folder of yours; works on any system
"""

import subprocess
import sys
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Do what the arguments say with the code of the bundle's own wheel; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # not every console is UTF-8
    wheel = next((BUNDLE / "wheels").glob("xladdin-*.whl"), None)
    if wheel is None:
        print("安装包不完整：请把压缩包全部解压，再运行一次。", file=sys.stderr)
        return 2
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(wheel))
    from xladdin.addin import installing, machine, places, uninstalling
    from xladdin.errors import InputError

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        if arguments == ["--uninstall"]:
            return uninstalling.uninstall_here(say)
        if arguments == ["--doctor"]:
            python = places.places(machine.this_machine().folders).interpreter()
            if not python.is_file():
                raise InputError("还没有安装，请先运行安装程序。")
            return subprocess.run([python, "-I", "-m", "xladdin", "doctor"], check=False).returncode
        if not arguments:
            return installing.install_from(BUNDLE, None, say)
        if len(arguments) == 2 and arguments[0] == "--into":
            return installing.install_from(BUNDLE, Path(arguments[1]).resolve(), say)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print(__doc__, end="", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
