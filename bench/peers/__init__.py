"""Those who go over the same bad line: our own post and its peers, each as a program of its own."""
