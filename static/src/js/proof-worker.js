import { solve } from "./public/solve_proof.js";

// Beside the page, so that typing stays smooth meanwhile.
addEventListener("message", async ({ data }) => postMessage(await solve(data)));
