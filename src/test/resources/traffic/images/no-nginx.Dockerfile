FROM nginx:stable
RUN rm -f /usr/sbin/nginx /sbin/nginx
ENTRYPOINT []
