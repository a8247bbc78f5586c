"""Word the operating system's errors in Chinese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "找不到这个文件或文件夹",
    errno.EACCES: "没有权限，或文件正在别的程序里开着",
    errno.EPERM: "系统不允许这样做",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EINVAL: "文件名里有不能用的字符",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "读写磁盘出错",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in a few words without a full stop."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def sentence(error: OSError) -> str:
    """Return the error as one sentence, naming the file if the system did."""
    name = error.filename
    if isinstance(name, bytes):
        name = name.decode("utf-8", errors="replace")
    return f"“{name}”：{reason(error)}。" if name else f"{reason(error)}。"
