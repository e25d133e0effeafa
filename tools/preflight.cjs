// Says which Node.js is needed where this one cannot run TypeScript as it is. Plain JavaScript that any version reads.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write(
    `sigbot needs Node.js 24.15 or newer; this is ${process.versions.node}.\n` +
      'On Linux (x64, glibc) "npm ci" brings it: use the npm scripts. Elsewhere install it from nodejs.org.\n',
  );
  process.exit(1);
}
