"""The pages of the app: one file a page, and the parts they share. They use only the facade and the datatypes."""
