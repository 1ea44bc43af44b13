# make help

MVN ?= mvn -B -ntp
# Command and Debian package, for what the tests run for real.
TOOLS = git:git make:make curl:curl pip3:python3-pip mvn:maven javac:openjdk-17-jdk-headless flock:util-linux aria2c:aria2 visudo:sudo

.DEFAULT_GOAL := help
.PHONY: help build jar deb check format test matrix bench dev clean tools

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

build: ## All modules, manual pages and completion; without tests
	$(MVN) -q package -DskipTests -Pman

jar: ## target/lotusflow.jar: all in one; runs by itself and by java -jar
	$(MVN) -q package -DskipTests -Dmaven.test.skip=true -Pjar -pl starter-cli -am
	mkdir -p target && cat lotusflow starter-cli/target/lotusflow.jar >target/lotusflow.jar && chmod +x target/lotusflow.jar

deb: ## target/lotusflow_VERSION_all.deb
	$(MVN) -q package -DskipTests -Pman,jar
	packaging/deb/build starter-cli/target target

check: ## Formatting and static checks
	$(MVN) -q spotless:check test-compile

format: ## Rewrite the sources as the formatter wants them
	$(MVN) -q spotless:apply

test: tools ## All tests, with what they need installed
	./lotusflow --version # the end-to-end tests use what this builds
	$(MVN) -T 2 verify

matrix: tools ## The crash matrix: hours; MATRIX="-Dlotusflow.matrix.resume=true" goes on with it
	./lotusflow --version
	$(MVN) verify -Pmatrix -pl starter-cli -am $(MATRIX)

bench: tools ## The benchmarks
	@for bench in bench/*; do [ -f $$bench ] || continue; echo "== $$bench"; $$bench || exit 1; done

dev: ## Temporal and a worker from this source tree
	./lotusflow up

clean: ## Remove what was built
	$(MVN) -q clean
	rm -rf .build

tools:
	@missing=; \
	for tool in $(TOOLS); do command -v $${tool%%:*} >/dev/null || missing="$$missing $${tool#*:}"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq update && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing; \
	else \
	  echo "missing:$$missing"; echo "→ sudo apt-get install$$missing"; exit 1; \
	fi
