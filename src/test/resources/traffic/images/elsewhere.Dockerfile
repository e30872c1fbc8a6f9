# Nginx is not on the PATH, as in images that build it from source.
FROM nginx:stable
RUN mkdir -p /opt/nginx && mv /usr/sbin/nginx /opt/nginx/nginx
ENTRYPOINT []
