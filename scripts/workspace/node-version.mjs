// Imported first by every command: an old Node gets one clear sentence instead of a syntax error from a package.
const oldest = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `Plimsoll needs Node ${oldest.join('.')} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Install a current release from https://nodejs.org/ and try again.\n',
  );
  process.exit(1);
}
