// What of WebAssembly is used here: TypeScript has its types only beside those of a browser.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (options: { readonly initial: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: { readonly env: { readonly memory: WasmMemory } }) => WasmInstance;
};
