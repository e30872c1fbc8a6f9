# Its command line has directives that a file must not have again.
FROM nginx:stable
RUN printf '%s\n' 'events { }' 'http { server { listen 80; return 204; } }' > /etc/nginx/nginx.conf
