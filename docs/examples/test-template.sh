#!/bin/sh
# What a change of the template does to the fleet in snapshot.json. Beside this file: config.toml, whose TemplatePath is the
# template; expected.conf, which was looked at and accepted; certs, with the certificates that labels name.
set -e
sallyport render -c config.toml --snapshot snapshot.json > rendered.conf
diff -u expected.conf rendered.conf
docker run --rm -v "$PWD/rendered.conf":/etc/nginx/nginx.conf:ro -v "$PWD/certs":/etc/nginx/certs:ro nginx:stable nginx -t -q
