/** Placeholder until the app's first screen stands here. */
import { render } from "preact";

const app = document.getElementById("app");
if (app !== null) render(<p>Field 727</p>, app);
