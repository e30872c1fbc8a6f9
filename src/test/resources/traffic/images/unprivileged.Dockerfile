# As nginxinc/nginx-unprivileged has it: user 101, pid and temporary files in /tmp, its directories given to the user.
FROM nginx:stable
RUN printf '%s\n' 'worker_processes 1;' 'pid /tmp/nginx.pid;' 'events { }' 'http {' \
      '  client_body_temp_path /tmp/client_temp;' '  proxy_temp_path /tmp/proxy_temp;' \
      '  fastcgi_temp_path /tmp/fastcgi_temp;' '  uwsgi_temp_path /tmp/uwsgi_temp;' \
      '  scgi_temp_path /tmp/scgi_temp;' \
      '  server { listen 8080; return 204; }' '}' > /etc/nginx/nginx.conf \
 && chown -R 101:0 /etc/nginx && chmod -R g+w /etc/nginx && chmod 1777 /tmp
USER 101
