#!/bin/sh
# 在 Linux（麒麟、统信 UOS 等）上为当前用户安装或修复，不联网，不要管理员权限。
# Installs or repairs on Linux for this user; no network, no administrator's rights.
cd "$(dirname "$0")" || exit 2
end() {
    if [ -t 0 ]; then
        printf '按回车键关闭。'
        read -r _
    fi
    exit "$1"
}
machine=$(uname -m)
made_for=$(cat machine.txt 2>/dev/null)
if [ "$machine" != "$made_for" ]; then
    case $machine in
    x86_64 | aarch64)
        echo "这个安装包是给 ${made_for:-别的} 处理器的，这台电脑是 $machine，请换用对应的安装包。"
        ;;
    *)
        echo "这台电脑的处理器是 $machine（如龙芯、申威），所用的库没有这种处理器的版本，装不了。"
        echo "可以把表格和报告拷到 x86_64、aarch64 或 Windows 的电脑上核对，结果是一样的。"
        ;;
    esac
    end 2
fi
# A memory stick keeps no rights.
chmod +x python/bin/python 2>/dev/null
if ! python/bin/python -I -c '' 2>/dev/null; then
    echo "程序运行不起来。请把整个文件夹复制到自己的主目录里，再运行一次；"
    echo "仍不行，是系统太旧（要 glibc 2.28 以上，如麒麟 V10、统信 UOS 20），或者被安全软件拦住了。"
    end 2
fi
python/bin/python install.py "$@"
end $?
