"""Compile the program's TOML for a quick start / 把程序用的数据表编译一遍，启动更快。"""

from xladdin.toml_data import COMPILED, compiled


def main() -> None:
    """Write the compiled tables beside the package's code."""
    COMPILED.write_bytes(compiled())
    print(COMPILED)


if __name__ == "__main__":
    main()
