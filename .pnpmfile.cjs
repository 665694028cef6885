// pnpm asks this for the package.json that goes into a tarball.
module.exports = {
  hooks: { beforePacking: (manifest) => require('./tools/published-manifest.cjs').published(manifest) },
}
