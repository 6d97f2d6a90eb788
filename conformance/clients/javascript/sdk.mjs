// The SDK in the version that the harness asks for: `lunary` or `lunary-older`.

const name = process.env.LUNARY_PACKAGE
export const { default: lunary } = await import(name)
export const { monitorOpenAI } = await import(`${name}/openai`)
export const { monitorAnthropic } = await import(`${name}/anthropic`)
