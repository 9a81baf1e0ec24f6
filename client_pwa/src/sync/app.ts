/** What this app calls itself to the server. */
export const APP = "field727-web";
