# As hardened images are: no shell, nor anything else to run but Nginx.
FROM nginx:stable
RUN ["rm", "-rf", "/docker-entrypoint.sh", "/bin/sh", "/bin/dash", "/usr/bin/sh", "/usr/bin/dash"]
ENTRYPOINT []
CMD ["nginx", "-g", "daemon off;"]
