"""Ports of 127.0.0.1: which are free, which are taken."""

import socket

from config.stack.problems import StackError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise StackError(
                f"没有权限使用端口 {port}，请换一个大于 1024 的端口，例如 PORT=8001。"
            ) from None
        except OSError:
            raise StackError(
                f"端口 {port} 已被占用，请换一个端口，例如 PORT={port + 1}。"
            ) from None
