"""What a picture looks like, as numbers: views, the network, where its things are, how sure a class is."""
