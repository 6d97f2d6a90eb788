// Datasets of the official JavaScript SDK. Argument: the case. Prints what the SDK made of them; asserts nothing.

import { lunary } from "./sdk.mjs"

/** What the SDK makes of each dataset, and of one that is not there. */
async function fetched() {
  const told = {}
  for (const slug of ["cities", "tools", "missing"]) {
    try {
      told[slug] = (await lunary.getDataset(slug)) ?? null
    } catch (error) {
      told[slug] = `${error.name}: ${error.message}`
    }
  }
  console.log(JSON.stringify(told))
}

const cases = { fetched }
await cases[process.argv[2]]()
