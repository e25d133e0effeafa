FROM node:24-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
COPY tools/node-runtime/package.json tools/node-runtime/
RUN npm ci --omit=dev && npm cache clean --force

COPY src ./src
COPY LICENSE ./

# The SQLite file lives in a volume; with PostgreSQL nothing is written here.
RUN mkdir /data && chown node:node /data
VOLUME /data
ENV DATABASE_URL=sqlite:/data/sigbot.db
ENV SIGBOT_CONFIG=/config/sigbot.yml

USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts", "start"]
