# The same, but for its directory, which belongs to root.
FROM nginx:stable
RUN printf '%s\n' 'pid /tmp/nginx.pid;' 'events { }' 'http {' \
      '  client_body_temp_path /tmp/client_temp;' '  proxy_temp_path /tmp/proxy_temp;' \
      '  fastcgi_temp_path /tmp/fastcgi_temp;' '  uwsgi_temp_path /tmp/uwsgi_temp;' \
      '  scgi_temp_path /tmp/scgi_temp;' \
      '  server { listen 8080; return 204; }' '}' > /etc/nginx/nginx.conf && chmod 1777 /tmp
USER 101
