# 信访路线图：`make help` 列出全部命令。
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-faults manage lifecycle openapi shared-checks locks runtime dev browser charts

VENV := .venv
PY := $(VENV)/bin/python
# The first Python of at least 3.11 on this machine; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
STACK := $(PY) -m config.stack --with-parent

help: ## 列出命令
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: runtime ## 启动整个系统（演示数据），Ctrl-C 停止
	@XINFANG_DEMO="$${XINFANG_DEMO-1}" exec $(STACK) run

test: dev browser charts ## 全部测试，含浏览器测试；ARGS= 传给 pytest
	@exec $(STACK) test -n 2 --dist loadscope $(ARGS)

check: dev ## 静态检查：风格、类型、导入方向、迁移、模板、生成的文件
	@exec $(PY) -m config.quality

bench: dev ## 性能测量，见 bench/README.md；SHARED=目录 时另测分流准确率
	@exec $(PY) -m bench.measure $(SHARED)

bench-faults: dev ## 故障演练，全量；ARGS="--size 0.1 --only F02" 缩小或挑选
	@exec $(PY) -m bench.faults $(ARGS)

manage: runtime ## 在 make run 的服务上执行管理命令：make manage ARGS="…"
	@XINFANG_DEMO="$${XINFANG_DEMO-1}" exec $(STACK) manage $(ARGS)

lifecycle: runtime ## 由流转表、文书表生成 docs/lifecycle.md 和 docs/documents.md
	@for page in lifecycle documents; do $(PY) manage.py draw_$$page > docs/$$page.md.new \
		&& mv docs/$$page.md.new docs/$$page.md || exit 1; done

openapi: runtime ## 由代码生成 docs/openapi.yaml
	@$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

shared-checks: dev ## 执行项目之外的检查：make shared-checks SHARED=目录
	@test -z "$(SHARED)" || { $(PYTHON) $(SHARED)/tools/house_check.py \
		&& exec $(STACK) test -q -s tests/triage/against_shared.py tests/triage/walk_shared.py --shared=$(SHARED); }

locks: ## 由 requirements*.in 重新生成依赖锁（需要 uv）
	@for name in requirements requirements-dev requirements-node; do uv pip compile --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet $$name.in -o $$name.txt || exit 1; done

runtime:
	@$(call need_python) $(PYTHON) -m config.install requirements.txt && exec $(PYTHON) -m config.frontend

dev:
	@$(call need_python) exec $(PYTHON) -m config.install requirements-dev.txt

browser: dev
	@exec $(PY) -m config.browser

charts: dev
	@exec $(PYTHON) -m config.frontend --required

define need_python
test -n "$(PYTHON)" || { echo "错误：需要 Python 3.11 或更高版本，本机没有找到。请安装后重试，或用 PYTHON=… 指定。" >&2; exit 1; };
endef
