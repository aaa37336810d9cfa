import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const built = "../src/hamgam/web/static/islands";

/* The server sends what is already compressed; nothing is packed while a page waits. */
const packed = () => ({
  name: "packed",
  closeBundle() {
    const folder = join(built, "assets");
    for (const name of readdirSync(folder).filter((name) => /\.(js|mjs|css)$/.test(name))) {
      const bytes = readFileSync(join(folder, name));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
    }
  },
});

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [packed()],
  worker: { format: "es" },
  build: {
    outDir: built,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { map: "src/map.ts", draw: "src/draw.ts", showcase: "src/showcase.ts", pick: "src/pick.ts" },
    },
  },
});
