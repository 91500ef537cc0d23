struct dog_softc {
	struct mtx	 sc_mtx;
	struct callout	 sc_timer;
	void		*sc_cookie;
	int		 sc_packets;	/* (m) */
	int		 sc_resets;	/* (m) */
};

int dog_attach(device_t dev);
int dog_detach(device_t dev);

/* The bus, as far as the driver uses it. */
int bus_setup_intr(device_t dev, driver_intr_t *handler, void *arg, void **cookie);
int bus_teardown_intr(device_t dev, void *cookie);
